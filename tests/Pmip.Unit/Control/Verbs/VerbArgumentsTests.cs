using System;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.Control.Verbs;
using Xunit;

namespace Pmip.Unit.Control.Verbs;

public sealed class VerbArgumentsTests
{
    [Fact]
    public void Line_Read_AnyWords_RequestOrTextWithTheWay()
    {
        byte[] room = new byte[VerbFaultText.LengthMax];
        Prop.ForAll(Gen.Elements(Words).ListOf().Select(words => string.Join(' ', words)).ToArbitrary(), line =>
        {
            byte[] octets = Encoding.Latin1.GetBytes(line);
            VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out int parameter, out WordPlace word);
            if (fault == VerbFault.None)
            {
                return line.TrimStart().StartsWith(arguments.Verb.Name.Split(' ')[0], StringComparison.Ordinal);
            }

            return VerbFaultText.Write(fault, arguments, parameter, word, room) > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(VerbFault.UnknownVerb, "")]
    [InlineData(VerbFault.UnknownVerb, "  \r")]
    [InlineData(VerbFault.UnknownVerb, "reboot")]
    [InlineData(VerbFault.Missing, "detach")]
    [InlineData(VerbFault.Unexpected, "show bindings xml")]
    [InlineData(VerbFault.Twice, "show bindings json json")]
    [InlineData(VerbFault.BadValue, "log loud")]
    [InlineData(VerbFault.None, " show  bindings   json\r")]
    public void Line_Read_Wrong_FaultByKind(VerbFault expected, string line) =>
        Assert.Equal(expected, VerbArguments.TryRead(Encoding.UTF8.GetBytes(line), out _, out _, out _));

    [Fact]
    public void Line_Read_WordTooLong_Refused()
    {
        byte[] line = Encoding.UTF8.GetBytes("detach " + new string('a', VerbArguments.WordLengthMax + 1));

        Assert.Equal(VerbFault.BadValue, VerbArguments.TryRead(line, out _, out int parameter, out WordPlace word));
        Assert.Equal(0, parameter);
        Assert.Equal(new WordPlace(7, VerbArguments.WordLengthMax + 1), word);
    }

    [Fact]
    public void Table_AnyVerb_FixedPlacesComeFirstAndFit()
    {
        foreach (OperatorVerb verb in VerbTable.All)
        {
            Assert.InRange(verb.Parameters.Count, 0, VerbArguments.Max);
            bool sawKeyword = false;
            bool sawOptional = false;
            foreach (VerbParameter parameter in verb.Parameters)
            {
                bool isFixed = parameter.Keyword.Length == 0;
                Assert.False(isFixed && sawKeyword, verb.Usage);
                Assert.False(isFixed && sawOptional && !parameter.IsOptional, verb.Usage);
                sawKeyword |= !isFixed;
                sawOptional |= isFixed && parameter.IsOptional;
            }
        }
    }

    private static string[] Words =>
    [
        "show", "bindings", "json", "log", "info", "detach", "remove", "mn1@example.com", "internet", "\u00ff\u0000\u001b", "0x1", "",
        "02:00:00:00:00:01", "10.0.0.1/8", "::/0", "99999999999999999999", "revoke", "node", "key", "reserve", "attach", "interface", "mac",
    ];
}
