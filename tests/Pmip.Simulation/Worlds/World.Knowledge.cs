using Pmip.Engine.Lma;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <content>The reference model: what a node may know, from what came in and what was wanted of it.</content>
public sealed partial class World
{
    // Before the properties are asked.
    private void Learn(Step step)
    {
        Knowledge knowledge = step.Node.Knowledge;
        bool isUpdate = step.Kind == StepKind.Receive && step.Message!.IsUpdate && !step.IsFromStranger;
        step.Request = isUpdate ? step.Message : null;
        if (step.Kind == StepKind.Receive && !step.IsFromStranger)
        {
            int peer = step.Node.PeerOf(step.Path.OuterRemote);
            knowledge.NoteReceived(peer, step.Message!, Now);
            NoteDoubts(step, peer);
            NoteRevokedByMag(step, peer);
        }

        bool isAnswered = false;
        for (int i = 0; i < step.Sent.Count; i++)
        {
            MessageFacts facts = step.Sent[i].Facts;
            isAnswered |= facts.IsAcknowledgement;
            int to = step.Node.PeerOf(step.Destinations[i]);
            if (facts.IsAcknowledgement && !isUpdate && step.Node is AnchorNode)
            {
                step.Request = knowledge.Resume(facts, to);
            }

            if (to >= 0)
            {
                knowledge.NoteSent(to, facts, Now);
            }
        }

        bool mayWait = isUpdate && step.Node is AnchorNode && step.Message!.LifetimeUnits > 0 && step.Message.Handoff == HandoffIndicator.Unknown;
        if (mayWait && !isAnswered)
        {
            knowledge.Wait(step.Message!, step.Node.PeerOf(step.Path.OuterRemote), Now);
        }

        NoteWishes(step);
        knowledge.NoteTime(Now, step.Node.HasSweepBegun);
    }

    // What a revocation of its own LMA, or a refusal, allows a MAG to end.
    private void NoteDoubts(Step step, int peer)
    {
        if (step.Node is not GatewayNode || !(step.Message!.IsIndication || step.Message.IsRefusal))
        {
            return;
        }

        int identity = Identities.Of(step.Message.Identifier);
        for (int slot = 0; slot < step.Before.Length; slot++)
        {
            if (step.Before[slot].Exists && step.Before[slot].Peer == peer && step.Before[slot].Identity == identity)
            {
                step.Node.Knowledge.Doubted.Add(step.Before[slot].AccessNode);
            }
        }
    }

    // What a MAG says of its own node ends at the LMA too (RFC 5846 8.2).
    private void NoteRevokedByMag(Step step, int peer)
    {
        if (step.Node is not AnchorNode || !step.Message!.IsIndication || step.Message.IsGlobal)
        {
            return;
        }

        int identity = Identities.Of(step.Message.Identifier);
        foreach (ref readonly BindingImage image in step.Before)
        {
            if (image.Exists && image.Peer == peer && image.Identity == identity)
            {
                bool isWhole = !step.Message.IsIpv4Only || image.PrefixCount == 0;
                (isWhole ? step.Node.Knowledge.Revoked : step.Node.Knowledge.Ipv4Revoked).Add(image.Session);
            }
        }
    }

    private void NoteWishes(Step step)
    {
        Knowledge knowledge = step.Node.Knowledge;
        switch (step.Kind)
        {
            case StepKind.Reconfigure:
                NoteContradictions(step);
                break;
            case StepKind.Timer:
                foreach (int slot in step.Changed)
                {
                    bool begins = step.Before[slot].State == (byte)BindingState.Active && step.After[slot].State == (byte)BindingState.Revoking;
                    if (step.Node is AnchorNode && begins && knowledge.Contradicted.Contains(step.Before[slot].Session))
                    {
                        knowledge.Stopped.Add(step.Before[slot].Session);
                    }
                }

                break;
            case StepKind.OperatorRevoke when step.Before[step.Subject].Exists:
                BindingImage image = step.Before[step.Subject];
                bool isWhole = !step.IsIpv4Only || image.PrefixCount == 0;
                (isWhole ? knowledge.Revoked : knowledge.Ipv4Revoked).Add(image.Session);
                if (isWhole && step.IsAdministrative && image.State == (byte)BindingState.Active
                    && step.After[step.Subject].State == (byte)BindingState.Revoking)
                {
                    knowledge.Stopped.Add(image.Session);
                }

                break;
            case StepKind.OperatorRevokeNode:
                int identity = Identities.Of(System.Text.Encoding.Latin1.GetString(step.Identifier));
                foreach (ref readonly BindingImage one in step.Before)
                {
                    if (one.Exists && one.Identity == identity)
                    {
                        knowledge.Revoked.Add(one.Session);
                    }
                }

                break;
            case StepKind.OperatorRevokePeer or StepKind.OperatorRevokeRealm when step.DidWork:
                knowledge.BeginExchange(step.Subject, step.Sent.Count > 0 ? step.Sent[0].Facts.Sequence : -1);
                break;
        }
    }

    private static void NoteContradictions(Step step)
    {
        if (step.Node is not AnchorNode anchor)
        {
            return;
        }

        foreach (ref readonly BindingImage image in step.Before)
        {
            (bool isWhole, bool isIpv4) = image.Exists ? anchor.Loses(image, step.Way, step.Subject) : default;
            if (isWhole)
            {
                anchor.Knowledge.Revoked.Add(image.Session);
                anchor.Knowledge.Contradicted.Add(image.Session);
            }
            else if (isIpv4)
            {
                anchor.Knowledge.Ipv4Revoked.Add(image.Session);
            }
        }
    }

    // After the properties were asked.
    private void Remember(Step step)
    {
        Node node = step.Node;
        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            if (before.Exists && (!after.Exists || after.Session != before.Session))
            {
                node.Knowledge.Revoked.Remove(before.Session);
                node.Knowledge.Ipv4Revoked.Remove(before.Session);
                node.Knowledge.Contradicted.Remove(before.Session);
                node.Knowledge.Stopped.Remove(before.Session);
                node.Knowledge.Doubted.Remove(before.AccessNode);
            }

            if (after.Exists && after.IsActive && (!before.IsActive || after.Deadline != before.Deadline))
            {
                node.RegisteredAt[slot] = Now;
                node.Knowledge.Doubted.Remove(after.AccessNode);
            }
        }
    }
}
