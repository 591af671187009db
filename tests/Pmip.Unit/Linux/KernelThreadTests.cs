using System.Threading;
using Pmip.Linux;
using Pmip.Linux.Processes;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class KernelThreadTests
{
    [Fact]
    public void Niceness_Set_HoldsForTheCallingThreadAlone()
    {
        int before = KernelThread.Niceness;
        LinuxStatus status = default;
        int within = int.MinValue;
        Thread thread = new(() =>
        {
            status = KernelThread.TrySetNiceness(before + 3);
            within = KernelThread.Niceness;
        });
        thread.Start();
        thread.Join();

        Assert.True(status.IsOk);
        Assert.Equal(before + 3, within);
        Assert.Equal(before, KernelThread.Niceness);
    }
}
