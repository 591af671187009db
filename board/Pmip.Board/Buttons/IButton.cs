using System;

namespace Pmip.Board.Buttons;

/// <summary>A button of the board.</summary>
public interface IButton : IDisposable
{
    /// <summary>Its name, for the operator.</summary>
    string Name { get; }

    /// <summary>Becomes readable when the button moved.</summary>
    int Descriptor { get; }

    /// <summary>Takes one movement, oldest first; false when there is none.</summary>
    bool TryTake(out bool isDown);
}
