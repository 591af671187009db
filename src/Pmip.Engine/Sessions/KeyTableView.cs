namespace Pmip.Engine.Sessions;

/// <summary>How many of its keys a node has given out, for the console.</summary>
/// <param name="Capacity">Places of sessions, each of which has one key at a time.</param>
/// <param name="Taken">Places that connections have.</param>
/// <param name="Resting">Places whose last key was given back within the quarantine.</param>
/// <param name="Reserved">Keys that are reserved for connections, in use or not.</param>
public readonly record struct KeyTableView(int Capacity, int Taken, int Resting, int Reserved);
