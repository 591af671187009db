using System.Collections.Generic;
using Pmip.Appliance.State;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>
/// The one draft of this node: the text that is being edited, by whom, and what it began from. It is kept over a restart, written a
/// little after the last edit so that many edits cost one write.
/// </summary>
internal sealed class DraftKeeper
{
    /// <summary>Milliseconds from an edit to its writing.</summary>
    public const int WriteDelay = 2000;

    private readonly StoreMedium _medium;
    private long _writeAt = -1;

    private DraftKeeper(StoreMedium medium, StoredConfiguration? current)
    {
        _medium = medium;
        Current = current;
    }

    /// <summary>The draft: its generation is that of what it began from, its comment the session; null when nobody edits.</summary>
    public StoredConfiguration? Current { get; private set; }

    /// <summary>When it is to be written, on the monotonic clock; -1 when it is.</summary>
    public long WriteAt => _writeAt;

    /// <summary>Reads the draft of before the restart.</summary>
    public static DraftKeeper Load(StoreMedium medium, List<string> complaints)
    {
        StoredConfiguration? kept = new KeptText(medium.Files, KeptText.Draft).TryLoad(out StateLoad load);
        if (load is StateLoad.Damaged or StateLoad.Unreadable)
        {
            complaints.Add("the draft that was being edited is lost: its file is damaged");
        }

        return new DraftKeeper(medium, kept is { Text.Length: > 0 } ? kept : null);
    }

    /// <summary>The draft is another text now.</summary>
    public void Put(byte[] text, StoreUser user, ulong began)
    {
        Current = new StoredConfiguration
        {
            Generation = Current?.Generation ?? began,
            Text = text,
            Operator = user.Operator,
            Comment = user.Session,
            Time = _medium.Wall(),
        };
        _writeAt = _medium.Monotonic() + WriteDelay;
    }

    /// <summary>Begins anew: what comes next is a draft of something else.</summary>
    public void Drop()
    {
        if (Current is not null)
        {
            Current = null;
            _writeAt = _medium.Monotonic() + WriteDelay;
        }
    }

    /// <summary>Writes it, if that is still to be done. One that cannot be written lives until the restart.</summary>
    public LinuxStatus Save()
    {
        if (_writeAt < 0)
        {
            return LinuxStatus.Ok;
        }

        _writeAt = -1;
        return new KeptText(_medium.Files, KeptText.Draft).Store(Current ?? new StoredConfiguration { Generation = 0, Text = [] });
    }
}
