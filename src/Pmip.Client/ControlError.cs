namespace Pmip.Client;

/// <summary>Why a request was refused or failed.</summary>
/// <param name="Code">For programs: a word in camelCase, listed in the README of this folder.</param>
/// <param name="Message">For people.</param>
/// <param name="Start">Where the wrong word of the command starts, in octets of its UTF-8 form.</param>
/// <param name="Length">Length of the wrong word; 0 when no word is to blame.</param>
public sealed record ControlError(string Code, string Message, int Start, int Length);
