using Pmip.Linux.Sockets;

namespace Pmip.DataPath.Offload;

/// <summary>What the drivers of this machine say.</summary>
internal sealed class PortFeatures : IPortFeatures
{
    /// <inheritdoc/>
    public TrafficOffload TrafficOffloadOf(int interfaceIndex) =>
        !TrafficOffloadFeature.TryRead(interfaceIndex, out bool isOn, out bool canBeOn).IsOk ? TrafficOffload.Unknown
            : isOn ? TrafficOffload.On
            : canBeOn ? TrafficOffload.Off
            : TrafficOffload.Fixed;
}
