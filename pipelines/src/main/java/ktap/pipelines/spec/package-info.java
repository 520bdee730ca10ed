/**
 * What a pipeline file says: YAML read into records, with all that is wrong with it told at once.
 *
 * <p>Read {@link ktap.pipelines.spec.PipelineSpec} first, then {@link
 * ktap.pipelines.spec.StageKind}, the table of all stages and their fields. {@link
 * ktap.pipelines.spec.PipelineParser} reads a file by it.
 *
 * <p>Nothing here opens a file or asks a kernel. Only this package knows YAML.
 */
@NullMarked
package ktap.pipelines.spec;

import org.jspecify.annotations.NullMarked;
