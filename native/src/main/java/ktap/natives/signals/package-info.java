/**
 * Signals that ask this process to end. One class: {@link ktap.natives.signals.Interrupts}.
 *
 * <p>Depends on {@code sun.misc.Signal} of the JDK's module {@code jdk.unsupported}, which stays
 * there for exactly this use. It must not know what is being ended.
 */
@NullMarked
package ktap.natives.signals;

import org.jspecify.annotations.NullMarked;
