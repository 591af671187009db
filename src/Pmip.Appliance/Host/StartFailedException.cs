using System;
using Pmip.Linux;

namespace Pmip.Appliance.Host;

/// <summary>A start cannot go on; the message names what and why, for the operator. Never leaves this folder.</summary>
internal sealed class StartFailedException(string message) : Exception(message)
{
    /// <summary>Ends the start unless <paramref name="status"/> is right.</summary>
    public static void Require(LinuxStatus status, string what)
    {
        if (!status.IsOk)
        {
            throw new StartFailedException($"{what}: {status.Message}");
        }
    }
}
