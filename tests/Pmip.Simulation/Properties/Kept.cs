using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>
/// A process that goes on with what another one kept has every binding as it was, with its addresses, keys and timers, sends nothing
/// for it, and tells peers the same restart counter (TS 23.007 clause 19).
/// </summary>
public sealed class Kept(World world) : Property(world)
{
    public override void After(Step step)
    {
        if (step.Kind == StepKind.Reinstate)
        {
            Require(step.Sent.Count == 0, $"{step.Node.Name} sends {(step.Sent.Count > 0 ? step.Sent[0].Facts.ToString() : "")} for what it had");
            Require(step.Changed.Count == 0, $"{step.Node.Name}: slot {step.Subject} is not what it was");
        }

        foreach ((int _, MessageFacts facts) in step.Sent)
        {
            Require(
                !facts.HasRestartCounter || facts.RestartCounter == (uint)step.Node.Incarnation,
                $"{step.Node.Name} tells the restart counter {facts.RestartCounter}, and it is {step.Node.Incarnation}");
        }
    }

    /// <summary>When all is restored, before the first step.</summary>
    internal static void Check(World world, Node node, BindingImage[] before)
    {
        int forgotten = node.FindForgotten(out int octet);
        world.Require(forgotten < 0, nameof(Kept), $"{node.Name}: the binding in slot {forgotten} is not as it was kept, from octet {octet} on");
        node.ReadAll(new Foundation.Time.Instant(world.Now));
        for (int slot = 0; slot < before.Length; slot++)
        {
            BindingImage was = before[slot];
            BindingImage now = node.Images[slot];
            bool mayBeGone = node is GatewayNode && !was.IsActive;
            world.Require(now.Exists || !was.Exists || mayBeGone, nameof(Kept), $"{node.Name}: the binding in slot {slot} is gone");
            world.Require(was.Exists || !now.Exists, nameof(Kept), $"{node.Name}: slot {slot} holds a binding that was not");
            bool isSame = !now.Exists
                || (now.Identity == was.Identity && now.AccessPoint == was.AccessPoint && now.PdnConnectionId == was.PdnConnectionId
                    && now.Session == was.Session && now.UplinkKey == was.UplinkKey && now.DownlinkKey == was.DownlinkKey && now.Peer == was.Peer
                    && now.CareOf == was.CareOf);
            world.Require(isSame, nameof(Kept), $"{node.Name}: slot {slot} has another owner, key or peer than before");
        }
    }
}
