using System;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The supervision timer of connections: their tunnels are torn down when they carry nothing (R6, edition A).</summary>
public sealed class SupervisionTests
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(30);

    [RootFact]
    [Trait("Requirement", "R6")]
    public void Connection_CarriesNothing_GoesOnBothSides_ABusyOneStays() => Trial.Run(
        new Scenario { Adjust = static (_, file) => file["timers"]!["greSupervisionSeconds"] = 4 },
        static lab =>
        {
            lab.Ue1.Attach();
            lab.Ue2.Attach();
            LabProcess busy = lab.Ue2.Place.Start("ping", "ping", "-n", "-q", "-i", "0.2", Plan.Server4);
            lab.Mag1.AwaitBindings(1, Longer);
            lab.Lma.AwaitBindings(1, Longer);
            Assert.Equal(Plan.SecondIdentifier, lab.Mag1.Bindings()[0].Identifier);
            Assert.Equal(Plan.SecondIdentifier, lab.Lma.Bindings()[0].Identifier);
            Assert.Equal(1, lab.Mag1.SessionCount());
            Assert.Equal(1, lab.Lma.SessionCount());

            // Its next packet would register it again.
            lab.Ue1.SwitchOff();

            // Longer than the timer: what keeps the other one is its traffic.
            Await.Throughout("the busy connection is there", TimeSpan.FromSeconds(5), () => lab.Lma.Bindings().Count == 1 && lab.Ue2.Ping(Plan.Server6));
            Assert.False(busy.HasExited);
            lab.Ue1.Reattach();
        });
}
