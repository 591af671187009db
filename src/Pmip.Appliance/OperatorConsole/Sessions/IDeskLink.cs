using System;
using System.Diagnostics.CodeAnalysis;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>A connection to the desk as the console's one thread uses it: nothing waits here, the terminal does.</summary>
internal interface IDeskLink : IDisposable
{
    /// <summary>What the desk said first, and after each login.</summary>
    DeskGreeting Greeting { get; }

    /// <summary>To wait for; negative for a link that always has what it will have.</summary>
    int Descriptor { get; }

    /// <summary>False when the desk has gone.</summary>
    bool IsOpen { get; }

    /// <summary>Sends a request, and gives its number.</summary>
    long Ask(string command, string body);

    /// <summary>The rest of an answer is not wanted.</summary>
    void Cancel(long id);

    /// <summary>Takes the next message that is there.</summary>
    bool TryRead([NotNullWhen(true)] out DeskMessage? message);
}
