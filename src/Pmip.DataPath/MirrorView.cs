using Pmip.Foundation.Time;

namespace Pmip.DataPath;

/// <summary>What XDP leaves to the traffic classifier, so that a capture on the interface sees it.</summary>
/// <param name="IsOn">False when nothing is left.</param>
/// <param name="Session">The session; -1 for all.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct MirrorView(bool IsOn, int Session, Instant Until);
