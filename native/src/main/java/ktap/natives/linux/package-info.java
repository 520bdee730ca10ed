/**
 * The system calls that the house needs, by JNA: the one place that knows C names and numbers.
 *
 * <p>Read {@link ktap.natives.linux.Linux} first: one method for each system call, failures as
 * {@link ktap.natives.linux.LinuxException}. {@link ktap.natives.linux.Descriptor} owns an open
 * file.
 *
 * <p>Depends on JNA and the JDK. It must not know what is traced, or why. Nothing here is loaded
 * before the first call, since loading JNA costs a tenth of the tool's start.
 */
@NullMarked
package ktap.natives.linux;

import org.jspecify.annotations.NullMarked;
