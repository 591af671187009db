namespace Pmip.Demo;

internal static class Program
{
    internal static int Main() => 0;
}
