using System;
using System.IO;
using System.Linq;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// Puts the rooms together and runs them. Everything that can fail at start fails here, with a sentence that names what and why;
/// what may come later (an interface, a route) is logged and waited for.
/// </summary>
internal sealed class Appliance : IDisposable
{
    private readonly ApplianceConfiguration _configuration;
    private readonly TurnClock _clock = new();
    private readonly EventRing _ring = new();
    private readonly Stack<IDisposable> _opened = new();
