using System.Globalization;
using System.Text;
using Pmip.Engine;

namespace Pmip.Simulation.Worlds;

/// <summary>One line for each step: what went in, what came out.</summary>
internal static class TraceLine
{
    public static string Of(Step step)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{step.Node.Name,-5} {step.Kind}");
        if (step.Kind == StepKind.Receive)
        {
            string origin = step.Packet!.IsAuthentic ? "" : " (not authentic)";
            line.Append(CultureInfo.InvariantCulture, $" {step.Message} from {step.Packet.Source}{origin}{(step.Packet.IsCopy ? " (copy)" : "")}");
        }
        else if (step.Kind == StepKind.Attach)
        {
            line.Append(CultureInfo.InvariantCulture, $" device {step.Device!.Number}.{step.Connection} {step.AttachStatus}");
        }
        else if (step.Kind != StepKind.Timer)
        {
            line.Append(CultureInfo.InvariantCulture, $" {step.Subject}");
        }

        int sent = 0;
        foreach (ref readonly Effect effect in step.Outbox.Effects)
        {
            line.Append(effect.Kind switch
            {
                EffectKind.Transmit => string.Create(
                    CultureInfo.InvariantCulture, $" | send {step.Sent[sent++].Facts} to {step.Outbox.PathOf(effect).OuterRemote}"),
                EffectKind.InstallSession or EffectKind.RemoveSession => string.Create(
                    CultureInfo.InvariantCulture, $" | {effect.Kind} {step.Outbox.SessionOf(effect).Index} key {step.Outbox.SessionOf(effect).ReceiveKey}"),
                EffectKind.Notice => string.Create(CultureInfo.InvariantCulture, $" | {(EngineNotice)effect.Code}"),
                _ => string.Create(CultureInfo.InvariantCulture, $" | {effect.Kind} {effect.Code}"),
            });
        }

        foreach (int slot in step.Changed)
        {
            BindingImage image = step.After[slot];
            line.Append(image.Exists
                ? string.Create(CultureInfo.InvariantCulture, $" | slot {slot} state {image.State} until {image.Deadline / World.Second}")
                : string.Create(CultureInfo.InvariantCulture, $" | slot {slot} free"));
        }

        return line.ToString();
    }
}
