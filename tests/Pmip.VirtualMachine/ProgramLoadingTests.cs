using System;
using System.Linq;
using Pmip.Lab.Guests;
using Xunit;

namespace Pmip.VirtualMachine;

/// <summary>What the verifiers of other kernels say of the programs.</summary>
public sealed class ProgramLoadingTests
{
    [Theory]
    [OnKernel("amd64-6.1")]
    [OnKernel("arm64-6.1")]
    [OnKernel("amd64-5.10")]
    [OnKernel("amd64-6.12")]
    public void Programs_OnKernel_Load(string kernel)
    {
        using Guest guest = new(GuestKernel.Require(kernel));
        guest.Add(Tree.Output("vm", "program-" + guest.Kernel.RuntimeIdentifier, "pmip-guest"));
        string[] lines = guest.Run("./pmip-guest load").Require().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.StartsWith("loaded ", line, StringComparison.Ordinal));
        Assert.Contains("loaded tc/decap", lines);
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }
}
