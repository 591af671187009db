using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Appliance.OperatorConsole.Sessions;

namespace Pmip.Unit.OperatorConsole;

/// <summary>A desk that answers what it was told to, after checking each line as the real one does.</summary>
internal sealed class FakeDesk : IDeskLink
{
    private readonly Queue<DeskMessage> _messages = new();
    private long _id;

    public DeskGreeting Greeting { get; set; } = new("0.1.0", "mag1", "mag", OperatorAccess.Configure, "root", "running", "");

    public int Descriptor => -1;

    public bool IsOpen { get; set; } = true;

    public List<(string Command, string Body)> Asked { get; } = [];

    public List<long> Cancelled { get; } = [];

    public Dictionary<string, Func<string, IEnumerable<DeskMessage>>> Answers { get; } = [];

    public static DeskMessage Text(string text) => new(DeskMessageKind.Text, 0) { Text = text };

    public static DeskMessage Fail(string message, int start = 0, int length = 0) =>
        new(DeskMessageKind.Failed, 0) { Text = message, Word = new WordPlace(start, length) };

    public static DeskMessage Row(string json) => new(DeskMessageKind.Row, 0) { Json = JsonDocument.Parse(json).RootElement };

    public static DeskMessage Columns(params string[] keys) => new(DeskMessageKind.Columns, 0)
    {
        Columns = [.. keys.Select(key => new AnswerColumnView(key, key.ToUpperInvariant(), false))],
    };

    public void Tell(string news) => _messages.Enqueue(new DeskMessage(DeskMessageKind.News, 0) { Json = JsonDocument.Parse(news).RootElement });

    public long Ask(string command, string body)
    {
        Asked.Add((command, body));
        _id++;
        byte[] octets = Encoding.UTF8.GetBytes(command);
        VerbFault fault = VerbArguments.TryRead(octets, out VerbArguments arguments, out _, out WordPlace word);
        IEnumerable<DeskMessage> answer = fault != VerbFault.None ? [Fail($"the desk refuses: {fault}", word.Start, word.Length)]
            : Answers.TryGetValue(command, out Func<string, IEnumerable<DeskMessage>>? own) ? own(body)
            : [Text($"did {arguments.Verb.Name}")];
        bool isWhole = false;
        foreach (DeskMessage message in answer)
        {
            isWhole |= message.Kind is DeskMessageKind.Failed or DeskMessageKind.Done;
            _messages.Enqueue(message with { Id = _id });
        }

        if (!isWhole)
        {
            _messages.Enqueue(new DeskMessage(DeskMessageKind.Done, _id));
        }

        return _id;
    }

    public void Cancel(long id) => Cancelled.Add(id);

    public bool TryRead([NotNullWhen(true)] out DeskMessage? message) => _messages.TryDequeue(out message);

    public void Dispose() => IsOpen = false;
}
