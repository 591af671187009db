using System;
using System.Text.Json;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>What the prompt shows of the node, kept by the greeting and by the news.</summary>
internal sealed class NodeState
{
    private Instant _pendingEnd;

    /// <summary>True while a configuration runs on trial.</summary>
    public bool IsPending { get; private set; }

    /// <summary>True when the draft differs from what runs.</summary>
    public bool HasDraft { get; private set; }

    /// <summary>True when no node runs.</summary>
    public bool IsSafeMode { get; private set; }

    /// <summary>Takes what the desk said first.</summary>
    public void Take(DeskGreeting greeting, Instant now)
    {
        IsSafeMode = greeting.State == "safeMode";
        HasDraft = greeting.HasDraft;
        IsPending = greeting.PendingSeconds > 0;
        _pendingEnd = now.Plus(Duration.FromSeconds(Math.Max(greeting.PendingSeconds, 0)));
    }

    /// <summary>Seconds until the configuration on trial is taken back.</summary>
    public long PendingSeconds(Instant now) => IsPending ? (_pendingEnd.Since(now).Milliseconds + 999) / 1000 : 0;

    /// <summary>Takes news; gives what an operator must be told, or nothing.</summary>
    public string? Take(JsonElement news, Instant now)
    {
        bool wasPending = IsPending;
        if (TryGet(news, "pendingSeconds", JsonValueKind.Number, out JsonElement seconds) && seconds.TryGetInt32(out int pending))
        {
            IsPending = pending > 0;
            _pendingEnd = now.Plus(Duration.FromSeconds(Math.Clamp(pending, 0, int.MaxValue)));
        }

        if (news.ValueKind == JsonValueKind.Object && news.TryGetProperty("draft", out JsonElement draft))
        {
            HasDraft = draft.ValueKind == JsonValueKind.True;
        }

        if (TryGet(news, "state", JsonValueKind.String, out JsonElement state))
        {
            IsSafeMode = state.GetString() == "safeMode";
        }

        // That a trial goes on is told again and again, for the prompt's sake.
        return TryGet(news, "message", JsonValueKind.String, out JsonElement message) && !(wasPending && IsPending) ? message.GetString() : null;
    }

    private static bool TryGet(JsonElement news, string key, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return news.ValueKind == JsonValueKind.Object && news.TryGetProperty(key, out value) && value.ValueKind == kind;
    }
}
