using System.Collections.Generic;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Processes;

namespace Pmip.DataPath.Tables;

/// <summary>
/// Which entry of <c>send_sessions</c> an address has. An address of a pool has its place there; any other takes one of the entries
/// behind the pools, and the kernel's table of foreign addresses leads to it. An entry that was given back is the last to be taken
/// again, so that no program still looks at it.
/// </summary>
internal sealed class SendSlots
{
    /// <summary>Pools of each family that the programs look through.</summary>
    public const int PoolsMax = 8;

    private const int NoSpace = 28;

    private readonly BpfMap _foreign;
    private readonly SipHash _hash;
    private readonly HashIndex _byAddress;
    /// <summary>What this keeps of each entry of a foreign address: the address, its end, its place among the free, and its place in the index.</summary>
    public static int OctetsPerForeignEntry => System.Runtime.CompilerServices.Unsafe.SizeOf<NodeAddress>() + sizeof(bool) + (4 * sizeof(int));

    private readonly NodeAddress[] _address;
    private readonly bool[] _atLma;
    private readonly int[] _free; // ring of entries behind the pools, in the order of their release
    private readonly int _firstForeign;
    private int _head;
    private int _freeCount;

    public SendSlots(BpfMap foreign, SendDivision division)
    {
        _hash = KernelRandom.DrawHash();
        _foreign = foreign;
        Division = division;
        _firstForeign = division.PoolEntries;
        _byAddress = new HashIndex(division.ForeignEntries);
        _address = new NodeAddress[division.ForeignEntries];
        _atLma = new bool[division.ForeignEntries];
        _free = new int[division.ForeignEntries];
        _freeCount = division.ForeignEntries;
        for (int i = 0; i < _free.Length; i++)
        {
            _free[i] = i;
        }
    }

    public SendDivision Division { get; }

    /// <summary>Addresses that have an entry behind the pools.</summary>
    public int ForeignCount => _free.Length - _freeCount;

    /// <summary>True for an address that is found by a search.</summary>
    public bool IsForeign(int slot) => slot >= _firstForeign;

    /// <summary>The entry of the address, whether anything is in it or not; -1 when a foreign address has none.</summary>
    public int Find(NodeAddress address, bool atLma)
    {
        int placed = atLma ? Division.PlaceOf(address) : -1;
        if (placed >= 0)
        {
            return placed;
        }

        ulong hash = HashOf(address, atLma);
        for (int probe = _byAddress.First(hash); probe >= 0; probe = _byAddress.Next(probe, hash))
        {
            int number = _byAddress.SlotAt(probe);
            if (_address[number] == address && _atLma[number] == atLma)
            {
                return _firstForeign + number;
            }
        }

        return -1;
    }

    /// <summary>The entry of the address, taken when it is foreign and has none.</summary>
    public LinuxStatus Take(NodeAddress address, bool atLma, out int slot, out bool isTaken)
    {
        isTaken = false;
        slot = Find(address, atLma);
        if (slot >= 0)
        {
            return LinuxStatus.Ok;
        }

        if (_freeCount == 0)
        {
            return new LinuxStatus(NoSpace);
        }

        int number = _free[_head];
        LinuxStatus status = _foreign.Update(new AddressKey(address, atLma), _firstForeign + number);
        if (status.IsOk)
        {
            _head = (_head + 1) % _free.Length;
            _freeCount--;
            _address[number] = address;
            _atLma[number] = atLma;
            _byAddress.Add(HashOf(address, atLma), number);
            slot = _firstForeign + number;
            isTaken = true;
        }

        return status;
    }

    /// <summary>
    /// Takes over the entries that the kernel's table leads to and that hold what it says; what leads to nothing goes. At the start:
    /// allocates.
    /// </summary>
    public void Adopt(BpfMappedArray<SendEntry> entries)
    {
        List<AddressKey> astray = [];
        AddressKey key = default;
        for (bool isFirst = true; _foreign.NextKey(key, isFirst, out AddressKey next).IsOk; isFirst = false)
        {
            key = next;
            bool isFound = _foreign.Lookup(key, out int slot).IsOk && slot >= _firstForeign && slot < entries.Count;
            NodeAddress address = key.Address;
            bool leads = isFound && entries[slot].State != SessionState.Vacant && entries[slot].Address == address.Value
                && entries[slot].IsIpv4 != 0 == address.IsIpv4 && _address[slot - _firstForeign] == default;
            if (!leads)
            {
                astray.Add(key);
                continue;
            }

            int number = slot - _firstForeign;
            _address[number] = address;
            _atLma[number] = key.AtLma;
            _byAddress.Add(HashOf(address, key.AtLma), number);
        }

        foreach (AddressKey lost in astray)
        {
            _ = _foreign.Delete(lost);
        }

        (_head, _freeCount) = (0, 0);
        for (int number = 0; number < _free.Length; number++)
        {
            if (_address[number] == default)
            {
                _free[_freeCount++] = number;
            }
        }
    }

    /// <summary>Gives the entry back; nothing to do for the place of a pool.</summary>
    public void Release(int slot)
    {
        if (!IsForeign(slot))
        {
            return;
        }

        int number = slot - _firstForeign;
        _ = _foreign.Delete(new AddressKey(_address[number], _atLma[number]));
        _byAddress.Remove(HashOf(_address[number], _atLma[number]), number);
        _address[number] = default;
        _free[(_head + _freeCount) % _free.Length] = number;
        _freeCount++;
    }

    /// <summary>Whether the kernel's table leads from the address to the entry.</summary>
    public bool IsLed(NodeAddress address, bool atLma, int slot) =>
        !IsForeign(slot) || (_foreign.Lookup(new AddressKey(address, atLma), out int led).IsOk && led == slot);

    private ulong HashOf(NodeAddress address, bool atLma) => _hash.Hash(address.Value, (address.IsIpv4 ? 2u : 0u) | (atLma ? 1u : 0u));
}
