using System;
using Pmip.Access;
using Pmip.Appliance.Control;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <content>What an operator may change on a MAG.</content>
internal sealed partial class OperatorActions
{
    /// <inheritdoc/>
    public OperatorStatus Attach(in OperatorAttach request)
    {
        if (gateway is null || accessPorts is null)
        {
            return OperatorStatus.WrongRole;
        }

        int link = accessPorts.FindByName(request.Interface);
        if (link < 0 || accessPorts.InterfaceIndexOf(link) == 0)
        {
            return OperatorStatus.NoSuchInterface;
        }

        OperatorStatus status = Known(request, out KnownConnection known);
        Span<byte> node = stackalloc byte[MacAddress.TextLength];
        request.Node.TryFormat(node, out _);
        if (status == OperatorStatus.Done)
        {
            status = StatusOf(gateway.Attach(link, request.Node, known));
        }

        return Report("attach"u8, node, status == OperatorStatus.Done ? 1 : 0, status);
    }

    /// <inheritdoc/>
    public OperatorStatus ChangeType(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, PdnType type)
    {
        if (gateway is null)
        {
            return OperatorStatus.WrongRole;
        }

        OperatorStatus status = OperatorStatus.NotFound;
        for (int slot = 0; slot < gateway.Engine.Capacity && status is OperatorStatus.NotFound or OperatorStatus.AlreadyThere; slot++)
        {
            if (IsConnected(gateway.Engine, slot, identifier, accessPoint))
            {
                status = StatusOf(gateway.ChangeType(slot, type));
            }
        }

        return Report("change"u8, identifier, status == OperatorStatus.Done ? 1 : 0, status);
    }

    /// <inheritdoc/>
    public OperatorStatus Detach(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        if (gateway is null)
        {
            return OperatorStatus.WrongRole;
        }

        int before = CountConnections(gateway.Engine, identifier, accessPoint);
        for (int slot = 0; slot < gateway.Engine.Capacity; slot++)
        {
            if (IsConnected(gateway.Engine, slot, identifier, accessPoint))
            {
                gateway.Detach(slot, wholeNode: accessPoint.IsEmpty);
            }
        }

        // With a node go all of its connections at once, so the slots that were acted on are not the answer.
        count = before - CountConnections(gateway.Engine, identifier, accessPoint);
        return Report("detach"u8, identifier, count);
    }

    private int CountConnections(MobileAccessGateway engine, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint)
    {
        int count = 0;
        for (int slot = 0; slot < engine.Capacity; slot++)
        {
            count += IsConnected(engine, slot, identifier, accessPoint) ? 1 : 0;
        }

        return count;
    }

    private bool IsConnected(MobileAccessGateway engine, int slot, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint) =>
        engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view)
        && view.State != BindingUpdateState.Deregistering
        && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint);

    private OperatorStatus RevokeAtGateway(ReadOnlySpan<byte> peerName, ReadOnlySpan<byte> realm, OperatorStatus status, ref int count)
    {
        for (int lma = 0; gateway is not null && lma < gateway.Engine.Peers.Capacity; lma++)
        {
            if (IsNamed(gateway.Engine.Peers, lma, peerName))
            {
                OperatorStatus one = StatusOf(realm.IsEmpty ? gateway.RevokePeer(lma) : gateway.RevokeRealm(lma, realm));
                count += one == OperatorStatus.Done ? 1 : 0;
                status = status == OperatorStatus.Done ? status : one;
            }
        }

        return status;
    }

    private OperatorStatus Known(in OperatorAttach request, out KnownConnection known)
    {
        known = KnownConnection.None;
        bool hasAddress = !request.HomeNetworkPrefix.Address.IsUnspecified || !request.HomeAddress4.Address.IsUnspecified;
        if (request.AccessPoint.IsEmpty)
        {
            return hasAddress || !request.UplinkKey.IsNone || request.HandoffIndicator is not null
                ? OperatorStatus.AddressMissing
                : OperatorStatus.Done;
        }

        int accessPoint = AccessPoints.Find(request.AccessPoint);
        if (accessPoint < 0)
        {
            return OperatorStatus.NoSuchAccessPoint;
        }

        if (!request.UplinkKey.IsNone && !hasAddress)
        {
            return OperatorStatus.AddressMissing;
        }

        if (!gateway!.HasConnection(request.Node, accessPoint))
        {
            return OperatorStatus.NotInProfile;
        }

        known = new KnownConnection
        {
            AccessPoint = accessPoint,
            UplinkKey = request.UplinkKey,
            HomeNetworkPrefix = request.HomeNetworkPrefix,
            HomeAddress4 = request.HomeAddress4,
            DefaultRouter4 = request.DefaultRouter4,
            HandoffIndicator = request.HandoffIndicator,
        };
        return OperatorStatus.Done;
    }

    private static OperatorStatus StatusOf(OperatorAttachStatus status) => status switch
    {
        OperatorAttachStatus.Started => OperatorStatus.Done,
        OperatorAttachStatus.AlreadyAttached => OperatorStatus.AlreadyThere,
        OperatorAttachStatus.Leaving => OperatorStatus.Leaving,
        OperatorAttachStatus.NoProfile => OperatorStatus.NoProfile,
        _ => OperatorStatus.NoRoom,
    };

    private static OperatorStatus StatusOf(GlobalRevocationStart start) => start switch
    {
        GlobalRevocationStart.Pending => OperatorStatus.Done,
        GlobalRevocationStart.NothingRegistered => OperatorStatus.NotFound,
        GlobalRevocationStart.Busy => OperatorStatus.AlreadyThere,
        GlobalRevocationStart.RealmUnfit => OperatorStatus.RealmInvalid,
        GlobalRevocationStart.NotAuthorized => OperatorStatus.NotAuthorized,
        GlobalRevocationStart.NoSuchLma => OperatorStatus.NoSuchPeer,
        _ => OperatorStatus.Refused,
    };

    private static OperatorStatus StatusOf(TypeChangeStatus status) => status switch
    {
        TypeChangeStatus.Pending => OperatorStatus.Done,
        TypeChangeStatus.AlreadySo => OperatorStatus.AlreadyThere,
        TypeChangeStatus.NotUp => OperatorStatus.NotUp,
        _ => OperatorStatus.OneFamilyAtATime,
    };
}
