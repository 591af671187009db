using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Client;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>The link over a connection of the control API's client.</summary>
internal sealed class DeskLink : IDeskLink, IAnswerReader
{
    private readonly ControlConnection _connection;
    private readonly Queue<DeskMessage> _messages = new();
    private long _id;
    private bool _isLogin;
    private bool _isKnown;

    /// <summary>Takes over a connection.</summary>
    public DeskLink(ControlConnection connection)
    {
        _connection = connection;
        connection.News = news => _messages.Enqueue(new DeskMessage(DeskMessageKind.News, 0) { Json = news.Clone() });
        ControlGreeting said = connection.Greeting;
        Greeting = new DeskGreeting(said.Version, said.Node, said.Role, AccessOf(said.Access), said.Operator, said.State, said.Notice)
        {
            PendingSeconds = said.PendingSeconds,
            HasDraft = said.HasDraft,
        };
    }

    /// <inheritdoc/>
    public DeskGreeting Greeting { get; private set; }

    /// <inheritdoc/>
    public int Descriptor => IsOpen ? (int)_connection.Handle.DangerousGetHandle() : -1;

    /// <inheritdoc/>
    public bool IsOpen { get; private set; } = true;

    /// <inheritdoc/>
    public long Ask(string command, string body)
    {
        _id++;
        _isLogin = command.StartsWith("login ", StringComparison.Ordinal);
        _isKnown = false;
        Try(() => _connection.Begin(command, body));
        return _id;
    }

    /// <inheritdoc/>
    public void Cancel(long id)
    {
        if (id == _id)
        {
            Try(_connection.Cancel);
        }
    }

    /// <inheritdoc/>
    public bool TryRead([NotNullWhen(true)] out DeskMessage? message)
    {
        while (!_messages.TryDequeue(out message))
        {
            ControlStep step = ControlStep.Ended;
            ControlError? error = null;
            if (IsOpen)
            {
                Try(() => step = _connection.Step(this, out error));
            }

            switch (step)
            {
                case ControlStep.Ended:
                    IsOpen = false;
                    return false;
                case ControlStep.Nothing:
                    return false;
                case ControlStep.Whole:
                    _messages.Enqueue(error is null
                        ? new DeskMessage(DeskMessageKind.Done, _id)
                        : new DeskMessage(DeskMessageKind.Failed, _id) { Text = error.Message, Word = new WordPlace(error.Start, error.Length) });
                    break;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsOpen = false;
        _connection.Dispose();
    }

    void IAnswerReader.Columns(IReadOnlyList<AnswerColumn> columns) => _messages.Enqueue(new DeskMessage(DeskMessageKind.Columns, _id)
    {
        Columns = [.. columns.Select(column => new AnswerColumnView(column.Key, column.Title, column.IsNumber))],
    });

    void IAnswerReader.Row(JsonElement row) => _messages.Enqueue(new DeskMessage(DeskMessageKind.Row, _id) { Json = row.Clone() });

    void IAnswerReader.Octets(ReadOnlySpan<byte> octets) =>
        _messages.Enqueue(new DeskMessage(DeskMessageKind.Octets, _id) { Octets = octets.ToArray() });

    void IAnswerReader.Text(string line)
    {
        // A login is answered by who one is now, NAME, ACCESS, and then by what is wrong.
        int comma = line.LastIndexOf(", ", StringComparison.Ordinal);
        if (_isLogin && _isKnown)
        {
            Greeting = Greeting with { Notice = Greeting.Notice + line + "\n" };
            return;
        }

        if (_isLogin && comma > 0)
        {
            Greeting = Greeting with { Operator = line[..comma], Access = AccessOf(line[(comma + 2)..]), Notice = "" };
            _isKnown = true;
            return;
        }

        _messages.Enqueue(new DeskMessage(DeskMessageKind.Text, _id) { Text = line });
    }

    private static OperatorAccess AccessOf(string word) => word switch
    {
        "look" => OperatorAccess.Look,
        "operate" => OperatorAccess.Operate,
        "configure" => OperatorAccess.Configure,
        _ => OperatorAccess.None,
    };

    // A connection that breaks is a desk that has gone, whatever was going on.
    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is ControlException or ObjectDisposedException)
        {
            IsOpen = false;
        }
    }
}
