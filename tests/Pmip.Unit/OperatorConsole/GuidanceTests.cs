using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Guidance;
using Xunit;

namespace Pmip.Unit.OperatorConsole;

/// <summary>Help and completion, over the whole table of verbs.</summary>
public sealed class GuidanceTests
{
    private static readonly List<CommandForm> Forms = CommandForm.Of(OperatorAccess.Configure, isConfiguring: false);
    private static readonly LineGuide Guide = new(Forms, new Values());

    public static TheoryData<string> Names => [.. Forms.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Word_OfEachCommand_IsProposedAtItsPlaceWithASentence(string name)
    {
        string before = "";
        foreach (string word in name.Split(' '))
        {
            Guide found = Guide.At(before);
            Proposal proposal = Assert.Single(found.Proposals, candidate => candidate.Text == word);
            Assert.NotEqual("", proposal.Summary);
            Guide begun = Guide.At(before + word[..1]);
            Assert.Contains(begun.Proposals, candidate => candidate.Text == word);
            Assert.All(
                begun.Proposals.Where(candidate => candidate.IsWord),
                candidate => Assert.StartsWith(word[..1], candidate.Text, StringComparison.Ordinal));
            before += word + " ";
        }

        Assert.NotEmpty(Guide.At(before).Proposals);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_OfEachCommand_AreProposedOneAfterTheOtherUntilTheLineIsAccepted(string name)
    {
        CommandForm form = Forms.Single(candidate => candidate.Name == name);
        string line = name;
        foreach (VerbParameter parameter in form.Parameters.Where(parameter => !parameter.IsOptional))
        {
            Guide found = Guide.At(line + " ");
            Assert.DoesNotContain(Proposal.Enter, found.Proposals);
            if (parameter.Keyword.Length > 0)
            {
                Assert.Contains(found.Proposals, proposal => proposal.Text == parameter.Keyword);
                line += " " + parameter.Keyword;
            }

            Assert.NotEmpty(Guide.At(line + " ").Proposals);
            line += " " + SampleOf(parameter);
        }

        Assert.Contains(Proposal.Enter, Guide.At(line + " ").Proposals);
        CommandForm? accepted = new LineCheck(Forms).Find(line, out LineFault? fault);
        Assert.Null(fault);
        Assert.Equal(name, accepted?.Name);
        foreach (VerbParameter parameter in form.Parameters.Where(parameter => parameter.Keyword.Length > 0 && parameter.IsOptional))
        {
            Assert.Contains(Guide.At(line + " ").Proposals, proposal => proposal.Text == parameter.Keyword);
        }
    }

    [Theory]
    [InlineData("sh", "ow ")]
    [InlineData("show bi", "ndings ")]
    [InlineData("sh bi", "ndings ")]
    [InlineData("show bindings", " ")]
    [InlineData("revoke node mn1", "@example.com ")]
    [InlineData("revoke node mn", "")]
    [InlineData("revoke peer lma", "1 ")]
    [InlineData("attach acc0 02:00:00:00:00:01 ", "")]
    [InlineData("attach acc0 02:00:00:00:00:01 internet han", "doff ")]
    [InlineData("attach acc0 02:00:00:00:00:01 internet handoff int", "erfaces ")]
    [InlineData("show bindings | ma", "tch ")]
    [InlineData("show bindings |co", "unt ")]
    [InlineData("xyzzy", "")]
    [InlineData("set lma.acc", "e")]
    [InlineData("set control.so", "cket ")]
    [InlineData("set lma.peers[mag1].ipv", "")]
    [InlineData("set lma.peers[mag1].na", "me ")]
    public void Tab_BehindAText_AddsWhatIsSure(string text, string added)
    {
        Guide found = Guide.At(text);
        Assert.Equal(added, found.Completion + (found.IsOnlyOne ? " " : ""));
    }

    [Theory]
    [InlineData("shwo bindings", "shwo", "did you mean \"show\"")]
    [InlineData("show bindngs", "bindngs", "did you mean \"bindings\"")]
    [InlineData("show", "", "lacks TABLE")]
    [InlineData("revoke", "", "node")]
    [InlineData("revoke nod mn1 x y z w", "", "")]
    [InlineData("revoke xyz mn1", "xyz", "not \"xyz\"")]
    [InlineData("log loud", "loud", "debug")]
    [InlineData("key release 0xzz", "0xzz", "GRE key")]
    [InlineData("detach mn1 internet more", "more", "no place")]
    [InlineData("resize wide", "wide", "whole number")]
    [InlineData("terminal vt52", "vt52", "vt100")]
    [InlineData("quit now", "now", "no place")]
    [InlineData("漢字 x", "漢字", "no command")]
    [InlineData("show 漢字", "漢字", "TABLE")]
    public void Line_WithAMistake_NamesTheWordAndWhatIsAllowed(string line, string word, string says)
    {
        Assert.Null(new LineCheck(Forms).Find(line, out LineFault? fault));
        Assert.NotNull(fault);
        if (word.Length > 0)
        {
            Assert.Equal(word, line.Substring(fault.Start, fault.Length));
        }

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_OfAnOperatorWhoLooks_AreFewer()
    {
        List<CommandForm> looking = CommandForm.Of(OperatorAccess.Look, isConfiguring: false);
        Assert.All(looking.Where(form => form.Verb is not null), form => Assert.True(form.Verb!.Access <= OperatorAccess.Look));
        Assert.DoesNotContain(looking, form => form.Name is "configure" or "login" or "set");
        Assert.Contains(CommandForm.Of(OperatorAccess.Configure, isConfiguring: true), form => form.Name == "edit");
    }

    internal static string SampleOf(VerbParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Choice => parameter.Choices[0],
        ParameterKind.Key => "0x0a0b0c0d",
        ParameterKind.Ipv6Prefix => "2001:db8:1::/64",
        ParameterKind.Ipv4AddressAndLength => "10.45.0.7/16",
        ParameterKind.Ipv4Address => "10.45.0.1",
        ParameterKind.LinkLayerAddress => "02:00:00:00:00:01",
        ParameterKind.Number => "1",
        ParameterKind.ConfigurationPath => "name",
        ParameterKind.RestOfLine => "some words",
        _ => "word",
    };

    internal sealed class Values : IValueSource
    {
        public IReadOnlyList<string> ValuesOf(ParameterKind kind, string beginning) =>
            [.. Of(kind).Where(value => value.StartsWith(beginning, StringComparison.Ordinal))];

        private static string[] Of(ParameterKind kind) => kind switch
        {
            ParameterKind.Identifier => ["mn1@example.com", "mn2@example.com"],
            ParameterKind.Peer => ["lma1", "mag2"],
            ParameterKind.AccessPoint => ["internet", "ims"],
            _ => [],
        };
    }
}
