using Pmip.Lab;
using Pmip.Lab.Devices;

namespace Pmip.EndToEnd;

/// <summary>What many tests begin with.</summary>
internal static class DeviceSteps
{
    /// <summary>
    /// Takes the device's link down and up, as its radio does when the gateway lost it, and waits for both families again: a device
    /// whose binding was deleted may get other addresses.
    /// </summary>
    internal static void Reattach(this Device device)
    {
        device.DhcpClient.Stop();
        device.SwitchOff();
        device.Place.Ip("addr flush dev eth0 scope global");
        device.Attach();
    }

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
