/**
 * The command line: what the user types, turned into a run, and what the run says, turned into an
 * exit status.
 *
 * <p>Read {@link ktap.pipelines.cli.Main} first; {@link ktap.pipelines.cli.Option} and {@link
 * ktap.pipelines.cli.Verb} are the tables of all options and commands, which parser and help share.
 * Each command is a class of its own and loads the parts that it needs, so that a plain script
 * never pays for the start of YAML or recordings.
 *
 * <p>May depend on every room: here they are put together. No other package may depend on it.
 */
@NullMarked
package ktap.pipelines.cli;

import org.jspecify.annotations.NullMarked;
