using System;
using System.IO;
using System.Text;
using Pmip.Appliance.Decode;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet and what somebody pipes into <c>pmipd decode</c>, hexadecimal or a capture. The low bits of the octet choose
/// among its forms. Only the exit status may tell that it was bad.
/// </summary>
internal sealed class HexTarget() : FuzzTarget("hex")
{
    private static readonly string[][] s_arguments = [[], ["--json"], ["--from", "mh"], ["--from", "ip", "--json"]];

    public override int LengthMax => 2048;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        byte choice = input.IsEmpty ? (byte)0 : input[0];
        byte[] text = input.IsEmpty ? [] : input[1..].ToArray();
        CheckTwice(Encoding.Latin1.GetString(text));
        if ((choice & 4) == 0)
        {
            return; // Most runs end before the megabyte that the command takes for its text.
        }

        using var stdin = new MemoryStream(text);
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter();
        int exit = DecodeCommand.Run(s_arguments[choice & 3], stdin, stdout, stderr);
        OracleException.Require(exit is >= 0 and <= 2, "the exit status is one of three");
        OracleException.Require(exit == 0 == (stderr.GetStringBuilder().Length == 0), "only a failure complains");
    }

    private static void CheckTwice(string text)
    {
        HexStatus status = HexText.TryRead(text, out byte[] octets, out int position);
        OracleException.Require(position >= 0 && position <= text.Length, "the place of a fault is in the text");
        if (status == HexStatus.Ok)
        {
            OracleException.Require(
                HexText.TryRead(Convert.ToHexString(octets), out byte[] again, out _) == HexStatus.Ok && again.AsSpan().SequenceEqual(octets),
                "octets that are written down plainly are the same octets");
        }
    }
}
