using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.Store;

/// <summary>
/// The two slots. The one that holds what runs is never written, so that at every moment one of them is whole; a commit goes into
/// the other one, on trial, and a mark beside it puts it in force. A slot that the medium failed under is not touched again, and
/// then nothing is committed until the process starts anew.
/// </summary>
internal sealed class SlotPair : IDisposable
{
    private static readonly string[] Names = ["config.a", "config.b"];
    private readonly IBlockFile?[] _files = new IBlockFile?[2];
    private readonly Slot?[] _slots = new Slot?[2];
    private readonly SlotState[] _states = [SlotState.Missing, SlotState.Missing];

    private SlotPair()
    {
    }

    /// <summary>True when nothing was ever kept here.</summary>
    public bool IsNew => Array.TrueForAll(_states, state => state is SlotState.Missing or SlotState.Blank);

    /// <summary>Why nothing can be written; empty when all is well.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>The configurations that are in force, the newest first.</summary>
    public IReadOnlyList<StoredConfiguration> InForce =>
        [.. _slots.Where(slot => slot is { State: SlotState.Whole, IsInForce: true }).Select(slot => slot!.Content!).OrderByDescending(one => one.Generation)];

    /// <summary>The newest configuration when it is on trial and was not confirmed; null when there is none.</summary>
    public StoredConfiguration? Unconfirmed => _slots.Where(slot => slot is { State: SlotState.Whole, IsInForce: false })
        .Select(slot => slot!.Content!).FirstOrDefault(one => InForce.All(other => other.Generation < one.Generation));

    /// <summary>The highest generation in either slot.</summary>
    public ulong GenerationMax => _slots.Max(slot => slot?.Content?.Generation ?? 0);

    /// <summary>Opens both slots, and makes those that are not there.</summary>
    public static SlotPair Open(IBlockFolder folder, int slotLength, List<string> complaints)
    {
        SlotPair pair = new();
        for (int i = 0; i < Names.Length; i++)
        {
            pair.Open(folder, i, slotLength);
        }

        bool areBothBad = Array.TrueForAll(pair._states, state => state is SlotState.Damaged or SlotState.Unreadable);
        for (int i = 0; i < Names.Length; i++)
        {
            if (pair._states[i] == SlotState.Damaged)
            {
                complaints.Add($"slot {Names[i]} of the store is damaged" + (areBothBad ? ", and so is the other one" : ""));
            }
            else if (pair._states[i] == SlotState.Unreadable)
            {
                complaints.Add($"slot {Names[i]} of the store cannot be read");
            }

            pair.Mend(folder, i, slotLength, areBothBad);
        }

        return pair;
    }

    /// <summary>The generation that is in force; zero when none is.</summary>
    public ulong InForceGeneration => InForce is [StoredConfiguration newest, ..] ? newest.Generation : 0;

    /// <summary>
    /// Writes a configuration into the slot that does not hold generation <paramref name="keep"/>, which runs; a sentence when
    /// that fails, and what runs is still there.
    /// </summary>
    public string? Write(StoredConfiguration next, ulong keep)
    {
        if (Trouble.Length > 0)
        {
            return Trouble;
        }

        int place = PlaceFor(keep);
        if (_slots[place] is not Slot slot)
        {
            return $"slot {Names[place]} of the store is not there";
        }

        string? failure = slot.Write(next);
        _states[place] = slot.State;
        return Judged(slot, place, failure);
    }

    /// <summary>Puts the configuration of that generation in force.</summary>
    public string? Confirm(ulong generation) => Mark(generation, slot => slot.Confirm());

    /// <summary>Notes that the person's file matches the configuration of that generation.</summary>
    public string? NoteFile(ulong generation, TextHash hash) => Mark(generation, slot => slot.NoteFile(hash));

    /// <summary>What the person's file held when it was last made to match that generation; none when that never came about.</summary>
    public TextHash FileWritten(ulong generation) =>
        Array.Find(_slots, slot => slot?.Content?.Generation == generation) is Slot slot ? slot.FileWritten : TextHash.None;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IBlockFile? file in _files)
        {
            file?.Dispose();
        }
    }

    private string? Mark(ulong generation, Func<Slot, string?> mark)
    {
        int place = Array.FindIndex(_slots, slot => slot is { State: SlotState.Whole } && slot.Content!.Generation == generation);
        return Trouble.Length > 0 ? Trouble : place < 0 ? "the store does not hold it any more" : Judged(_slots[place]!, place, mark(_slots[place]!));
    }

    private string? Judged(Slot slot, int place, string? failure)
    {
        if (slot.IsSuspect)
        {
            Trouble = $"the disk under the store failed (slot {Names[place]}: {failure}); nothing can be committed until the next start";
        }

        return failure;
    }

    // Without anything to keep, the slot that has nothing to lose, and of two configurations the older one.
    private int PlaceFor(ulong keep)
    {
        int kept = Array.FindIndex(_slots, slot => slot?.Content is StoredConfiguration content && content.Generation == keep);
        if (kept >= 0)
        {
            return 1 - kept;
        }

        ulong first = _slots[0]?.Content?.Generation ?? 0;
        return first <= (_slots[1]?.Content?.Generation ?? 0) ? 0 : 1;
    }

    private void Open(IBlockFolder folder, int place, int slotLength)
    {
        LinuxStatus status = folder.TryOpen(Names[place], out IBlockFile? file, out bool isReadOnly);
        if (file is null)
        {
            _states[place] = status.Errno == StableStorage.NotFound ? SlotState.Missing : SlotState.Unreadable;
            Trouble = status.Errno == StableStorage.NotFound ? Trouble : $"slot {Names[place]} of the store cannot be opened: {status.Message}";
            return;
        }

        _files[place] = file;
        _slots[place] = Slot.Load(file, slotLength);
        _states[place] = _slots[place]!.State;
        Trouble = isReadOnly ? "the disk under the store is read-only" : Trouble;
    }

    // A slot of another length cannot be written in place, and of two that are damaged somebody may want to see what they were;
    // one damaged slot alone is what a loss of power during a commit leaves, and is simply written again.
    private void Mend(IBlockFolder folder, int place, int slotLength, bool areBothBad)
    {
        bool isMissing = _states[place] == SlotState.Missing;
        bool isOdd = _states[place] == SlotState.Damaged && (areBothBad || _files[place]!.Length != slotLength);
        if (Trouble.Length > 0 || (!isMissing && !isOdd))
        {
            return;
        }

        LinuxStatus status = isOdd ? folder.SetAside(Names[place]) : LinuxStatus.Ok;
        status = status.IsOk ? folder.Make(Names[place], slotLength) : status;
        if (status.IsOk)
        {
            _files[place]?.Dispose();
            _slots[place] = null;
            SlotState before = _states[place];
            Open(folder, place, slotLength);
            _states[place] = isOdd ? before : _states[place];
        }
        else
        {
            Trouble = $"slot {Names[place]} of the store cannot be made: {status.Message}";
        }
    }
}
