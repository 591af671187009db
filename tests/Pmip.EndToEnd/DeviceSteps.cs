using Pmip.Lab;
using Pmip.Lab.Devices;

namespace Pmip.EndToEnd;

/// <summary>What many tests begin with.</summary>
internal static class DeviceSteps
{
    /// <summary>Switches a device on in its cell and waits until both families reach the server.</summary>
    internal static void Attach(this Device device)
    {
        device.SwitchOn();
        device.StartDhcp();
        device.AwaitAddress(4);
        device.AwaitAddress(6);
        device.AwaitPing(Plan.Server4);
        device.AwaitPing(Plan.Server6);
    }
}
