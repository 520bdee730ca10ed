package ktap.pipelines.cli;

public final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) {
    Main.main(arguments);
  }
}
