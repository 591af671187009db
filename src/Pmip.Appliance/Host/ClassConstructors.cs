using System.Runtime.CompilerServices;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Appliance.Host;

/// <summary>
/// Class constructors of what the control loop uses. Each would otherwise run when the loop first comes by, and running one
/// allocates; after start the loop allocates nothing.
/// </summary>
internal static class ClassConstructors
{
    /// <summary>Runs them.</summary>
    public static void Run()
    {
        RuntimeHelpers.RunClassConstructor(typeof(ControlLoop).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TurnProgress).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AccessLinkKeeper).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TunnelSupervision).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(BpfGreDataPath).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(RouteLeftovers).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AccessLinks).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LocalMobilityAnchor).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MobileAccessGateway).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(DropReasons).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GreAdapter).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HostCounters).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(VerbTable).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(VerbFaultText).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PeersTable).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ControlServer).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ShowTables).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<OperatorStatus>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<AccessNodeState>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<AccessTechnologyType>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<BindingState>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<BindingUpdateState>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<EventLevel>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<PeerPathState>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<PmipErrorCode>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<SignallingForm>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EnumText<TimerGroup>).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PeerQuirkNames).TypeHandle);
    }
}
