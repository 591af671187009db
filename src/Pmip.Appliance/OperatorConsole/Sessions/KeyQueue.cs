using System;
using System.Collections.Generic;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Terminals;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>The keys that were pressed and not looked at yet; what does not fit is lost.</summary>
internal sealed class KeyQueue(ITerminal terminal)
{
    /// <summary>Most keys that wait.</summary>
    public const int KeysMax = 4096;

    private readonly KeyDecoder _decoder = new();
    private readonly Queue<Key> _keys = new();
    private readonly byte[] _room = new byte[512];

    /// <summary>True when keys wait.</summary>
    public bool HasKeys => _keys.Count > 0;

    /// <summary>Takes what was typed; true when there was anything.</summary>
    public bool Fill()
    {
        int length = terminal.Read(_room);
        foreach (byte octet in _room.AsSpan(0, length))
        {
            if (_decoder.TryDecode(octet, out Key key) && (_keys.Count < KeysMax || key.Kind == KeyKind.Interrupt))
            {
                _keys.Enqueue(key);
            }
        }

        return length > 0;
    }

    /// <summary>Takes the next key.</summary>
    public bool TryTake(out Key key) => _keys.TryDequeue(out key);

    /// <summary>True when ^C was pressed; it and what was typed before it are gone then.</summary>
    public bool TakeInterrupt()
    {
        bool isThere = false;
        foreach (Key key in _keys)
        {
            isThere |= key.Kind == KeyKind.Interrupt;
        }

        while (isThere && _keys.TryDequeue(out Key key) && key.Kind != KeyKind.Interrupt)
        {
        }

        return isThere;
    }
}
