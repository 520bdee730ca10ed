/**
 * From a pipeline's description to its end: {@link ktap.pipelines.run.PipelinePlan} compiles what
 * is in it, and {@link ktap.pipelines.run.PipelineRun} runs the plan on one thread.
 *
 * <p>Read {@link ktap.pipelines.run.PipelineRun} first. Where events come from is said by whoever
 * makes it ({@link ktap.pipelines.run.EventSources}); this package must not know the kernel, nor
 * the command line.
 */
@NullMarked
package ktap.pipelines.run;

import org.jspecify.annotations.NullMarked;
