/** The samples, run over made-up events. */
@org.jspecify.annotations.NullMarked
package ktap.pipelines.samples;
