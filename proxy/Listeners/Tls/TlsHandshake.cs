using System.Diagnostics;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Represents the handshake of one connection.</summary>
internal sealed class TlsHandshake(ListenerOptions options, ListenerTlsCounters counters)
{
    // Kestrel's timer ends a little earlier than a precise clock says.
    private const double TimerAccuracy = 0.9;

    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isComplete;
    private ServerCertificate? _certificate;
    private ClientVerification? _verification;

    /// <summary>Selects the certificate for a client, and the rules for its own.</summary>
    public void Begin(TlsContext context, string? serverName, SslServerAuthenticationOptions settings)
    {
        _certificate = context.Select(serverName);
        settings.ServerCertificateContext = _certificate.Context;
        if (context.Authorities.Count > 0)
        {
            _verification = new ClientVerification(context, options.Tls!);
            settings.ClientCertificateRequired = true;
            settings.CertificateChainPolicy = context.Trust.CreatePolicy();
            settings.RemoteCertificateValidationCallback = _verification.Verify;
        }
    }

    /// <summary>Attaches the result to the connection.</summary>
    public void Complete(ConnectionContext connection)
    {
        var handshake = connection.Features.Get<ITlsHandshakeFeature>()!;
        var serverName = handshake.HostName is "" ? null : handshake.HostName;
        var tls = new DownstreamTls(TlsVersions.NameOf(handshake.Protocol), CipherSuiteName.Of(handshake.NegotiatedCipherSuite!.Value), serverName)
        {
            LocalCertificate = _certificate!.File.Certificate,
            PeerCertificate = _verification?.Chain is [var peer, ..] ? peer : null,
            ForwardedClientCert = _verification?.Chain is { Count: > 0 } chain && WritesClientCert
                ? ClientCertElement.Write(_certificate.File, chain, options.SetCurrentClientCertDetails)
                : null,
        };
        connection.Features.Get<DownstreamConnection>()!.Tls = tls;
        Count(tls);
    }

    /// <summary>Counts the handshake if it has failed. Kestrel doesn't tell the reason.</summary>
    public void End()
    {
        if (_isComplete)
        {
            return;
        }

        var failures = _verification?.Failure switch
        {
            VerificationFailure.NoCertificate => counters.MissingCertificates,
            VerificationFailure.Certificate => counters.InvalidCertificates,
            VerificationFailure.Name => counters.NameFailures,
            _ when Stopwatch.GetElapsedTime(_start) >= TimerAccuracy * options.Tls!.TransportSocketConnectTimeout => counters.Timeouts,
            _ => counters.ConnectionErrors,
        };
        failures.Increment();
    }

    private void Count(DownstreamTls tls)
    {
        _isComplete = true;
        counters.Handshakes.Increment();
        counters.Versions.Increment(tls.Version);
        counters.Ciphers.Increment(tls.CipherSuite);
        if (tls.PeerCertificate is null)
        {
            counters.NoCertificate.Increment();
        }
    }

    private bool WritesClientCert => options.ClientCertForwarding is ForwardClientCertDetails.AppendForward or ForwardClientCertDetails.SanitizeSet;
}
