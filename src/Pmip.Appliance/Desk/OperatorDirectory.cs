using System;
using System.Collections.Generic;
using System.Threading;
using Pmip.Appliance.Configuration;
using Pmip.Foundation.Time;
using Pmip.Linux.Passwords;

namespace Pmip.Appliance.Desk;

/// <summary>How a login ended.</summary>
internal enum LoginOutcome : byte
{
    /// <summary>The password is the operator's.</summary>
    Welcome,

    /// <summary>It is not, or there is no such operator: nobody is told which.</summary>
    Wrong,

    /// <summary>Too soon after a wrong one; the password was not looked at.</summary>
    TooSoon,

    /// <summary>Passwords cannot be compared on this system.</summary>
    Impossible,
}

/// <summary>The operators of the configuration, and the only place where their passwords are compared. For any thread.</summary>
internal sealed class OperatorDirectory
{
    // Of a password that nobody has, for where there is no operator at all.
    private const string Nobody =
        "$6$nobodyhasit$h62h/p992FaVgkoEWGjl5yIXfQ5quAviWZ7CvZphOX2O6DYZgARscV8Ue6xDW6MXSrl2bLRCDWq1Zpbl23Usb/";

    private readonly Lock _gate = new();
    private readonly LoginThrottle _throttle = new();
    private readonly Func<Instant> _now;
    private readonly Func<IReadOnlyList<OperatorConfiguration>?> _configured;
    private volatile IReadOnlyList<OperatorConfiguration> _last = [];

    /// <summary>
    /// Makes the directory of the operators that <paramref name="configured"/> gives at the moment; those that it gave last while it
    /// gives null, so that a node which does not run opens no door.
    /// </summary>
    public OperatorDirectory(Func<IReadOnlyList<OperatorConfiguration>?> configured, Func<Instant> now)
    {
        _configured = configured;
        _now = now;
    }

    /// <summary>True when somebody can log in; else whoever has the machine in their hands is let in.</summary>
    public bool IsEmpty => Operators.Count == 0;

    private IReadOnlyList<OperatorConfiguration> Operators => _last = _configured() ?? _last;

    /// <summary>The operator of a name; null for none.</summary>
    public OperatorConfiguration? Find(string name)
    {
        foreach (OperatorConfiguration candidate in Operators)
        {
            if (candidate.Name == name)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>
    /// Compares a password, one at a time. <paramref name="wait"/> is how long to wait after this failure, or still to wait;
    /// <paramref name="problem"/> why passwords cannot be compared.
    /// </summary>
    public LoginOutcome Login(string name, string password, out OperatorConfiguration? account, out Duration wait, out string problem)
    {
        lock (_gate)
        {
            account = null;
            problem = "";
            wait = _throttle.WaitOf(name, _now());
            if (wait > default(Duration))
            {
                return LoginOutcome.TooSoon;
            }

            // Who is not known costs as much time as who is: the hash of another is compared with.
            OperatorConfiguration? known = Find(name);
            string other = IsEmpty ? Nobody : Operators[0].PasswordHash;
            bool isRight = PasswordHash.Matches(known?.PasswordHash ?? other, password, out problem);
            if (isRight && known is not null)
            {
                _throttle.Succeeded(name);
                account = known;
                return LoginOutcome.Welcome;
            }

            _throttle.Failed(name, _now());
            wait = _throttle.WaitOf(name, _now());
            return problem.Length > 0 ? LoginOutcome.Impossible : LoginOutcome.Wrong;
        }
    }
}
