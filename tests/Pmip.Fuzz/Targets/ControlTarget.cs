using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Fuzz.Targets;

/// <summary>Input: a request line of the control socket. It is understood, or refused in one line of printable text.</summary>
internal sealed class ControlTarget() : FuzzTarget("control")
{
    private readonly byte[] _answer = new byte[64 * 1024];

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "show ", "log ", "detach ", "remove ", "revoke ", "reserve ", "release ", "bindings", "peers", "sessions", "counters", "datapath", "nodes", " json",
            "debug", "mn1@example.com", "internet", "apn ", "key ", "0x", "4294967295", "\"", "'", "--", "\\", " ", "\r",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        int end = input.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? input : input[..end];
        int length = 0;
        meter.Start();
        VerbFault fault = VerbArguments.TryRead(line, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault != VerbFault.None)
        {
            length = VerbFaultText.Write(fault, arguments, parameter, word, _answer);
        }
        else
        {
            Ask(arguments);
        }

        meter.Stop();
        OracleException.Require(fault == VerbFault.None || length > 0, "a refusal says why");
        OracleException.Require(_answer.AsSpan(0, length).IndexOfAnyInRange((byte)0, (byte)0x1F) < 0, "in one line without control octets");
    }

    private static void Ask(in VerbArguments arguments)
    {
        for (int i = 0; i < arguments.Verb.Parameters.Count; i++)
        {
            _ = arguments.Verb.Parameters[i].Kind switch
            {
                ParameterKind.Choice => arguments.Choice(i) >= 0,
                ParameterKind.Number => arguments.Number(i) > 0,
                ParameterKind.Key => arguments.Key(i).Value > 0,
                ParameterKind.Ipv6Prefix or ParameterKind.Ipv4AddressAndLength => arguments.Prefix(i).Length > 0,
                ParameterKind.Ipv4Address => arguments.Address(i).IsIPv4,
                ParameterKind.LinkLayerAddress => arguments.LinkLayerAddress(i).IsZero,
                _ => arguments.Text(i).IsEmpty,
            };
        }
    }
}
