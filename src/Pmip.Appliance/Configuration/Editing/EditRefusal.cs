using System;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>An edit cannot be made; the message names what, where and what is allowed.</summary>
/// <param name="message">The message.</param>
/// <param name="start">Where in the path the wrong step starts, in characters.</param>
/// <param name="length">Its length; zero when no step is wrong.</param>
internal sealed class EditRefusal(string message, int start = 0, int length = 0) : Exception(message)
{
    /// <summary>Where in the path the wrong step starts.</summary>
    public int Start => start;

    /// <summary>Its length; zero when no step is wrong.</summary>
    public int Length => length;
}
