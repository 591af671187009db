using System;
using System.IO;
using System.Linq;
using Pmip.Lab.Guests;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.VirtualMachine;

/// <summary>The guest itself: what tests build on has to hold.</summary>
public sealed class GuestTests
{
    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("arm64-6.1")]
    public void Script_InGuest_Ends_StatusOutputAndFilesComeBack(string kernel)
    {
        using Guest guest = new Guest(GuestKernel.Require(kernel)).Load("dummy");
        File.WriteAllText(Path.Combine(guest.Share, "question"), "six times seven");
        GuestResult result = guest.Run("""
            uname -rm
            ip link add d0 type dummy && ip link add g0 type ip6gre local 2001:db8::1 remote 2001:db8::2 key 0xa1b2c3d4 && ip -d link show g0
            cat question >answer
            exit 42
            """);
        Assert.Equal(42, result.ExitCode);
        Assert.Contains($"{guest.Kernel.Release} {(guest.Kernel.IsArm64 ? "aarch64" : "x86_64")}", result.Output, StringComparison.Ordinal);
        Assert.Contains("161.178.195.212", result.Output, StringComparison.Ordinal);
        Assert.Equal("six times seven", File.ReadAllText(Path.Combine(guest.Share, "answer")));
        Assert.Contains("ended with 42", Assert.Throws<LabException>(result.Require).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnKernel("amd64-6.1")]
    public void Guest_Panics_ConsoleIsInTheMessage_NothingStays(string kernel)
    {
        string share;
        using (Guest guest = new(GuestKernel.Require(kernel)))
        {
            share = guest.Share;
            LabException failure = Assert.Throws<LabException>(() => guest.Run("echo before; sync; echo c >/proc/sysrq-trigger; sleep 60"));
            Assert.Contains("before", failure.Message, StringComparison.Ordinal);
            Assert.Contains("sysrq triggered crash", failure.Message, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(share));
        AssertNoEmulator(share);
    }

    [Theory]
    [OnKernel("amd64-6.1")]
    public void Guest_DoesNotEnd_BoundIsOver_MachineIsGone(string kernel)
    {
        using Guest guest = new(GuestKernel.Require(kernel)) { Bound = TimeSpan.FromSeconds(12) };
        LabException failure = Assert.Throws<LabException>(() => guest.Run("echo waiting; sleep 1000"));
        Assert.Contains("without a status", failure.Message, StringComparison.Ordinal);
        AssertNoEmulator(guest.Share);
    }

    private static void AssertNoEmulator(string share) => Assert.DoesNotContain(
        Directory.GetDirectories("/proc").Where(process => File.Exists(Path.Combine(process, "cmdline"))),
        process => Reads(Path.Combine(process, "cmdline")).Contains(share, StringComparison.Ordinal));

    private static string Reads(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // It ended while we looked.
        }
    }
}
