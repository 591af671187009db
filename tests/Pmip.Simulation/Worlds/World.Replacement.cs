using System.Linq;
using Pmip.Foundation.Time;
using Pmip.Simulation.Properties;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <content>
/// A process that goes on where another one was ended, with its tables in the kernel and what it kept (TS 23.007 clause 19): nobody hears of
/// it, and nothing is lost but what was under way.
/// </content>
public sealed partial class World
{
    /// <summary>A process takes over, and nothing has had its turn yet.</summary>
    public bool IsGoingOn { get; private set; }

    /// <summary>Processes that went on with what another one kept.</summary>
    public long Replacements { get; private set; }

    private void GoOn(Node node)
    {
        if (node.IsUp)
        {
            return;
        }

        BindingImage[] before = [.. node.Images];
        bool goesOn = node.TryGoOn(new Instant(Now), out string problem);
        Require(problem.Length == 0, nameof(Kept), $"{node.Name} loses what was kept: {problem}");
        if (!goesOn)
        {
            Restart(node);
            return;
        }

        Trace($"{node.Name} goes on with what was kept");
        Replacements++;
        Kept.Check(this, node, before);
        node.ReadAll(new Instant(Now));
        IsGoingOn = true;
        for (int slot = 0; slot < node.Capacity && node.IsUp; slot++)
        {
            Reinstate(node, slot);
        }

        IsGoingOn = false;
        if (!node.IsUp)
        {
            return;
        }

        // What the process before began to end, and what no binding is for, goes after a while; here at once.
        foreach (int session in node.Kernel.Wanted.Keys.Where(session => !HasSession(node, session)).ToArray())
        {
            node.Kernel.Forget(session);
        }

        CheckSettled(node);
        if (node is GatewayNode gateway)
        {
            foreach (Device device in Devices)
            {
                gateway.Presence[device.Number] = gateway.Images.Any(image => image.Exists && image.AccessNode / Device.ConnectionsMax == device.Number);
            }
        }

        Plan(Now, new Event { Kind = EventKind.Reappear, A = node.Number });
        Plan(Now, new Event { Kind = EventKind.Complete, A = node.Number });
    }

    private void Reinstate(Node node, int slot)
    {
        if (node is AnchorNode anchor && anchor.WasRevoking(slot, out RevocationTrigger trigger, out Engine.Lma.RevokedPart part))
        {
            _step.Kind = StepKind.OperatorRevoke;
            _step.Subject = slot;
            _step.IsAdministrative = trigger == RevocationTrigger.Administrative;
            _step.IsIpv4Only = part == Engine.Lma.RevokedPart.Ipv4;
            Do(node);
        }

        if (node.IsUp && node.Images[slot].Exists)
        {
            _step.Kind = StepKind.Reinstate;
            _step.Subject = slot;
            Do(node);
        }
    }

    // Devices that are there and have not all that they want ask for it: what was under way is lost.
    private void Complete(Node node)
    {
        if (node is not GatewayNode gateway)
        {
            return;
        }

        foreach (Device device in Devices.Where(device => GatewayOf(device) == gateway))
        {
            for (int connection = 0; connection < device.Connections.Length; connection++)
            {
                Attach(gateway, device, connection, false);
            }
        }
    }

    private static bool HasSession(Node node, int session) =>
        node.Images.Any(image => image.Exists && image.Session == session && (node is AnchorNode || image.IsActive));
}
