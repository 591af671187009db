using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Xunit;

namespace Pmip.Unit.Control.Verbs;

public sealed class AbbreviationTests
{
    [Theory]
    [InlineData("sh bi", VerbId.Show, "bindings")]
    [InlineData("sho bindings j", VerbId.Show, "bindings")]
    [InlineData("log w", VerbId.Log, "warn")]
    [InlineData("rev n mn1", VerbId.RevokeNode, "mn1")]
    [InlineData("key res 1 mn1 ims pdn 3", VerbId.ReserveKey, "1")]
    [InlineData("compo f 3", VerbId.ReportComponentFailure, null)]
    public void Line_Read_ShortWords_Understood(string line, object expected, string? first)
    {
        VerbFault fault = VerbArguments.TryRead(Encoding.UTF8.GetBytes(line), out VerbArguments arguments, out _, out _);

        Assert.Equal(VerbFault.None, fault);
        Assert.Equal(expected, (object)arguments.Verb.Id);
        Assert.True(first is null || first == Encoding.UTF8.GetString(arguments.Text(0)));
    }

    [Theory]
    [InlineData("re", "remove, revoke")]
    [InlineData("key re 7", "reserve, release")]
    [InlineData("show nod", null)]
    [InlineData("show pee", null)]
    [InlineData("revoke node mn1 ims trigger u", "unspecified, user")]
    public void Line_Read_WordIsShortForSeveral_CandidatesListed(string line, string? expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(line);
        VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (expected is null)
        {
            Assert.Equal(VerbFault.None, fault);
            return;
        }

        Assert.Equal(VerbFault.Ambiguous, fault);
        byte[] room = new byte[VerbFaultText.LengthMax];
        string text = Encoding.UTF8.GetString(room, 0, VerbFaultText.Write(fault, arguments, parameter, word, room));
        foreach (string candidate in expected.Split(", "))
        {
            Assert.Contains(candidate, text, StringComparison.Ordinal);
        }
    }

    /// <summary>A free word is taken as it stands, even where a keyword begins like it.</summary>
    [Fact]
    public void Line_Read_FreeWordThatBeginsLikeAKeyword_IsTheFreeWord()
    {
        Assert.Equal(VerbFault.None, VerbArguments.TryRead("attach acc0 02:00:00:00:00:01 up"u8, out VerbArguments arguments, out _, out _));
        Assert.Equal("up", Encoding.UTF8.GetString(arguments.Text(2)));
    }

    /// <summary>However a verb is shortened, the line is that verb, or it is said to be ambiguous, and then what it begins is several.</summary>
    [Fact]
    public void AnyVerb_Shortened_ThatVerbOrAmbiguous()
    {
        Gen<(OperatorVerb Verb, int[] Lengths)> shortened =
            from verb in Gen.Elements(VerbTable.All.ToArray())
            from lengths in Gen.Choose(1, 12).ArrayOf(3)
            select (verb, lengths);
        Prop.ForAll(shortened.ToArbitrary(), input =>
        {
            string[] words = input.Verb.Name.Split(' ');
            string[] cut = [.. words.Select((word, i) => word[..Math.Min(word.Length, input.Lengths[i])])];
            VerbFault fault = VerbArguments.TryRead(Encoding.UTF8.GetBytes(string.Join(' ', cut)), out VerbArguments arguments, out int parameter, out _);
            bool isWhole = cut.SequenceEqual(words);
            if (arguments.Verb is null)
            {
                return !isWhole && fault is VerbFault.Ambiguous or VerbFault.UnknownVerb;
            }

            string[] read = arguments.Verb.Name.Split(' ');
            return isWhole ? arguments.Verb == input.Verb : read.Zip(cut).All(pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ShowTables_OfTheLoop_AreThoseThatTheLoopHas_InTheSameOrder() => Assert.Equal(
        ConsoleTables.Names, ShowTables.All.Where(table => table.Place == VerbPlace.Loop).Select(table => table.Name));

    [Fact]
    public void ShowTables_OfTheLoop_ComeFirst() => Assert.Equal(
        ConsoleTables.Names, ShowTables.Names.Take(ConsoleTables.Names.Length));

    [Fact]
    public void DeskVerbs_Added_FoundByVerb()
    {
        DeskVerbs verbs = new();
        verbs.Add(VerbId.WhoAmI, (in VerbArguments _, DeskRequest _, IAnswer _) => { });

        Assert.True(verbs.TryGet(VerbId.WhoAmI, out _));
        Assert.False(verbs.TryGet(VerbId.Login, out _));
    }
}
