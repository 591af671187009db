using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;

namespace Pmip.Unit.Linux.Netlink;

/// <summary>Runs a test in a network of its own, which ends with it: no name, nothing left behind.</summary>
internal static partial class NetworkNamespace
{
    private const int NewNetwork = 0x4000_0000;

    /// <summary>Why it cannot be done here, or null.</summary>
    public static string? Missing { get; } = Try(() => { }) is { } errno ? $"a network namespace is refused here (errno {errno}): needs root" : null;

    /// <summary>Runs <paramref name="body"/> on a thread that sees only its own network.</summary>
    public static void Run(Action body) => Assert.Null(Try(body));

    /// <summary>Runs the <c>ip</c> tool in the network of the calling thread.</summary>
    public static string Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ip {arguments}: {errors}");
        return output;
    }

    private static int? Try(Action body)
    {
        int? errno = null;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            if (Unshare(NewNetwork) != 0)
            {
                errno = Marshal.GetLastPInvokeError();
                return;
            }

            try
            {
                body();
            }
            catch (Exception error)
            {
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return errno;
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);
}

/// <summary>A test that changes a network.</summary>
internal sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute()
    {
        Skip = NetworkNamespace.Missing;
    }
}
