using System;

namespace Pmip.Appliance.Desk;

/// <summary>A <c>show</c> that the desk answers by itself, without the control loop.</summary>
/// <param name="name">The word behind <c>show</c>.</param>
/// <param name="summary">One line on what it shows.</param>
internal abstract class DeskTable(string name, string summary)
{
    /// <summary>The word behind <c>show</c>.</summary>
    public string Name { get; } = name;

    /// <summary>One line on what it shows.</summary>
    public string Summary { get; } = summary;

    /// <summary>Its columns.</summary>
    public abstract ReadOnlySpan<AnswerColumn> Columns { get; }

    /// <summary>Gives the rows; <see cref="IAnswer.Columns"/> was already called.</summary>
    public abstract void WriteRows(IAnswer answer);
}
