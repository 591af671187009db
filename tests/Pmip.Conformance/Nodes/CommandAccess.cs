using System.Diagnostics;
using Pmip.Conformance.Messages;

namespace Pmip.Conformance.Nodes;

/// <summary>The access side of a MAG over the network: commands of whoever runs the examination let a device come and go.</summary>
public sealed class CommandAccess(string attach, string? detach) : IAccessSide
{
    public AccessState? State => null;

    public bool IsPresent { get; set; } = true;

    public void Attach(AttachWish wish)
    {
        if (!wish.IsPlain)
        {
            throw new CaseSkippedException("needs a certain device, and the attach command brings any");
        }

        Run(attach);
    }

    public void Detach() => Run(detach ?? throw new CaseSkippedException("needs --detach-command"));

    public void ChangeFamilies(bool ipv4, bool ipv6) => throw new CaseSkippedException("needs the access side of the node");

    private static void Run(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])) ?? throw new CaseFailedException("no shell");
        process.WaitForExit();
        Expect.That(process.ExitCode == 0, $"that '{command}' ends well, it ends with {process.ExitCode}");
    }
}
