package ktap.script.value;

/** The value of {@code ipof(n)}: an address that is shown as a symbol. */
public record KernelAddress(long address) {}
