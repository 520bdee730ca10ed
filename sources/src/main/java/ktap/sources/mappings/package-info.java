/**
 * Where code is mapped in processes: what the kernel's records and {@code /proc} say of it, for
 * {@link ktap.sources.flow.Mappings}.
 *
 * <p>Read {@link ktap.sources.mappings.LiveMappings} first. {@link
 * ktap.sources.mappings.MappingRecords} is for files of records too.
 *
 * <p>Depends on the flow model and on the system calls. It must not know of tracefs or of files.
 */
@NullMarked
package ktap.sources.mappings;

import org.jspecify.annotations.NullMarked;
