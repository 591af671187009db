using System;
using System.IO;
using System.Reflection;
using Pmip.Fuzz.Instrumentation;

namespace Pmip.Fuzz;

/// <summary>The fuzzers as a program: <c>Pmip.Fuzz TARGET [--seconds N] [--seed S] ...</c>.</summary>
public static class Program
{
    /// <summary>Runs the command over the instrumented rooms; returns the exit status.</summary>
    public static int Main(string[] args) => Run(args, Console.Out);

    /// <summary>The same, with what is said written to <paramref name="output"/>.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        // Objects of the two copies do not mix; what crosses over are arguments, a writer and a number.
        MethodInfo run = InstrumentedRooms.Fuzzers.GetType(typeof(FuzzCommand).FullName!, throwOnError: true)!.GetMethod(nameof(FuzzCommand.Run))!;
        return (int)run.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args, output], null)!;
    }
}
