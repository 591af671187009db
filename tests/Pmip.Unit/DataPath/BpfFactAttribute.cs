using Pmip.Linux;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>What tests in the kernel need, and why they are skipped where it is missing.</summary>
internal static class BpfRights
{
    /// <summary>Null when programs can be loaded.</summary>
    public static string? Missing { get; } = Find();

    private static string? Find()
    {
        LinuxStatus status = BpfMap.TryCreate(new BpfMapShape("probe", BpfMapType.Array, 4, 8, 1, BpfMapFlags.None), out BpfMap? map);
        map?.Dispose();
        return status.IsOk ? null : $"bpf(2) is refused here ({status.Message}): needs root or CAP_BPF and CAP_NET_ADMIN";
    }
}

/// <summary>A test that runs programs in the kernel.</summary>
internal sealed class BpfFactAttribute : FactAttribute
{
    public BpfFactAttribute()
    {
        Skip = BpfRights.Missing;
    }
}

/// <summary>Several such tests.</summary>
internal sealed class BpfTheoryAttribute : TheoryAttribute
{
    public BpfTheoryAttribute()
    {
        Skip = BpfRights.Missing;
    }
}
