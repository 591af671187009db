using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;
using Pmip.Client;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>What each right allows.</summary>
public sealed class AccessTests
{
    private static readonly OperatorConfiguration s_somebody = new("anna", new string('x', 40), OperatorAccess.Configure);

    public static TheoryData<string> Accesses => [.. Enum.GetNames<OperatorAccess>()];

    /// <summary>Every verb with every right: carried out by those who may, refused with its reason to the others.</summary>
    [Theory]
    [MemberData(nameof(Accesses))]
    public void AnyVerb_AskedWithARight_CarriedOutOrDenied(string right)
    {
        OperatorAccess access = Enum.Parse<OperatorAccess>(right);
        using DeskOfTests desk = new() { Operators = [s_somebody] };
        using ControlConnection pmipd = desk.OpenInner(access, "trial");
        foreach (OperatorVerb verb in VerbTable.All)
        {
            ControlError? error = pmipd.Ask(VerbLines.Of(verb), new RowReader(static _ => { }));
            Assert.True((error?.Code == "accessDenied") == (verb.Access > access), $"{verb.Name} with {access}: {error}");
        }
    }

    [Theory]
    [InlineData("show", OperatorAccess.Look)]
    [InlineData("whoami", OperatorAccess.None)]
    [InlineData("login", OperatorAccess.None)]
    [InlineData("log", OperatorAccess.Operate)]
    [InlineData("detach", OperatorAccess.Operate)]
    [InlineData("revoke node", OperatorAccess.Operate)]
    [InlineData("set", OperatorAccess.Configure)]
    [InlineData("commit", OperatorAccess.Configure)]
    [InlineData("rollback", OperatorAccess.Configure)]
    public void Verb_Wants_ThisRight(string name, object access) =>
        Assert.Equal(access, (object)VerbTable.All.Single(verb => verb.Name == name).Access);

    [Fact]
    public void Verbs_OfTheLoop_ThatAct_WantMoreThanToLook() => Assert.All(
        VerbTable.All.Where(verb => verb.Place == VerbPlace.Loop && verb.Id != VerbId.Show),
        verb => Assert.True(verb.Access >= OperatorAccess.Operate, verb.Name));

    [Fact]
    public void Console_NobodyCanLogIn_EverythingAllowedAndTold()
    {
        using DeskOfTests desk = new();
        using ControlConnection serial = desk.OpenInner(OperatorAccess.None);

        Assert.Equal("configure", serial.Greeting.Access);
        Assert.StartsWith("no password is set", serial.Greeting.Notice, StringComparison.Ordinal);

        // With the first operator the door is shut, for those who are inside as well.
        desk.Operators = [s_somebody];
        Assert.Equal("accessDenied", serial.Ask("show bindings", new RowReader(static _ => { }))?.Code);
    }

    [Fact]
    public void Operator_LogsIn_MayAndIsLogged_UntilTakenOutOfTheConfiguration()
    {
        Assert.True(Pmip.Linux.Passwords.PasswordHash.TryMake("correct horse", out string hash, out string problem), problem);
        using DeskOfTests desk = new() { Operators = [new OperatorConfiguration("bo", hash, OperatorAccess.Operate)] };
        using ControlConnection serial = desk.OpenInner(OperatorAccess.None);
        Assert.Equal(("none", "", ""), (serial.Greeting.Access, serial.Greeting.Operator, serial.Greeting.Notice));

        ControlError? wrong = serial.Ask("login bo", "battery staple", new RowReader(static _ => { }));
        ControlError? unknown = serial.Ask("login eve", "battery staple", new RowReader(static _ => { }));
        Assert.Equal("loginFailed", wrong?.Code);
        Assert.Equal(wrong, unknown);
        Assert.Null(serial.Ask("login bo", "correct horse", new RowReader(static _ => { })));
        Assert.Equal(["bo, operate, session serial"], Lines(serial, "whoami"));
        Assert.Equal(["detached 2 connections of mn1@example.com"], Lines(serial, "detach mn1@example.com"));
        Assert.Equal("accessDenied", serial.Ask("commit", new RowReader(static _ => { }))?.Code);

        desk.Operators = [];
        desk.Operators = [s_somebody];
        Assert.Equal("accessDenied", serial.Ask("show bindings", new RowReader(static _ => { }))?.Code);
        Assert.Contains("login of eve failed (serial): wrong name or password", desk.Log);
        Assert.Contains("bo logged in (serial), may operate", desk.Log);
        Assert.Contains("bo (serial): detach mn1@example.com", desk.Log);
        Assert.Contains("refused to bo (serial), who may operate: commit", desk.Log);
        Assert.DoesNotContain(desk.Log, line => line.Contains("correct", StringComparison.Ordinal) || line.Contains("battery", StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_LogsOut_IsWhoWasThereBefore()
    {
        Assert.True(Pmip.Linux.Passwords.PasswordHash.TryMake("correct horse", out string hash, out string problem), problem);
        using DeskOfTests desk = new() { Operators = [new OperatorConfiguration("bo", hash, OperatorAccess.Look)] };
        using ControlConnection root = desk.Connect();
        Assert.Null(root.Ask("login bo", "correct horse", new RowReader(static _ => { })));
        Assert.Equal("accessDenied", root.Ask("log info", new RowReader(static _ => { }))?.Code);

        Assert.Equal(["bo is logged out"], Lines(root, "logout"));
        Assert.Null(root.Ask("log info", new RowReader(static _ => { })));
    }

    private static IReadOnlyList<string> Lines(ControlConnection pmipd, string command)
    {
        RowReader reader = new(static _ => { });
        ControlError? error = pmipd.Ask(command, reader);
        Assert.Null(error);
        return reader.Lines;
    }
}
